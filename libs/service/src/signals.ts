import { causeOf, log } from './log.ts';

const longestStop = 10_000;

/**
 * Stops a process on SIGTERM or SIGINT and ends it: with 0 when everything was finished, with 1 when that failed or took
 * longer than 10 seconds. Gives a function that takes the listeners away again.
 */
export function stopOnSignal(name: string, stop: () => Promise<void>): () => void {
  const onSignal = () => {
    forget();
    setTimeout(() => process.exit(1), longestStop).unref();
    stop().then(
      () => process.exit(0),
      (failure: unknown) => {
        log('error', `${name} could not stop in good order.`, { cause: causeOf(failure) });
        process.exit(1);
      },
    );
  };
  const forget = () => {
    process.off('SIGTERM', onSignal);
    process.off('SIGINT', onSignal);
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  return forget;
}
