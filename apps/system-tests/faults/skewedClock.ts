// Loaded into a process before its own code: from the first SIGUSR2 on its clock is five minutes ahead, until the next one.
const ahead = 5 * 60_000;
const True = Date;
let skew = 0;

process.on('SIGUSR2', () => {
  skew = skew === 0 ? ahead : 0;
});

globalThis.Date = new Proxy(True, {
  construct: (target, given: unknown[], made) => Reflect.construct(target, given.length === 0 ? [target.now() + skew] : given, made) as object,
  apply: (target) => new target(target.now() + skew).toString(),
  get: (target, name, receiver) => (name === 'now' ? () => target.now() + skew : (Reflect.get(target, name, receiver) as unknown)),
});
