/** The system cannot start; the message is one line for whoever typed the command. */
export class StartFailed extends Error {
  override name = 'StartFailed';
}
