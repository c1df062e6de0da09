// Loaded into every service before its own code: Node writes what it has compiled when a program ends, but not when it is killed,
// and whoever takes its place would compile everything anew, which doubles the work of a start.
import { flushCompileCache } from 'node:module';

/** When a start is over, so that it is not made longer. */
const AFTER_MS = 5_000;

setTimeout(() => flushCompileCache(), AFTER_MS).unref();
