import { serviceNames, type ProgramName, type System } from '@xunlian/supervisor';

/** Does something while all programs of a system but these are held, so that they take no processor time. */
export async function pausing<Result>(system: System, but: readonly ProgramName[], work: () => Promise<Result>): Promise<Result> {
  const held = [...serviceNames, 'gateway' as const].filter((name) => !but.includes(name));
  for (const name of held) system.kill(name, 'SIGSTOP');
  try {
    return await work();
  } finally {
    for (const name of held) system.kill(name, 'SIGCONT');
  }
}
