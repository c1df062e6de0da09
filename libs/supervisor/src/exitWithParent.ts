// Loaded into every service before its own code: when the supervisor dies in whatever way, its end of the channel closes.
const GRACE_MS = 5_000;

if (process.channel) {
  process.once('disconnect', () => {
    process.kill(process.pid, 'SIGTERM');
    setTimeout(() => process.exit(1), GRACE_MS).unref();
  });
  // The channel alone must not keep a service alive that has finished.
  process.channel.unref();
}
