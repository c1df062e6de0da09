// A process that is to be taken for a start: takes each data folder that it is told over the channel, and says how that went.
import { takeDataDir } from '../lock.ts';

// Each folder that it takes is one that it gives back when it ends.
process.setMaxListeners(0);
process.on('message', (folder: string) => {
  takeDataDir(folder).then(() => 'taken', String).then((answer) => process.send?.(answer), () => undefined);
});
process.send?.('ready');
