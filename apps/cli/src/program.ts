import { hearers } from '@xunlian/events';
import { Argument, Command, CommanderError, Option } from 'commander';
import { readConfig } from './config.ts';
import { exportBundle } from './export/exportBundle.ts';
import { CommandFailure, GraphError } from './failure.ts';
import type { Graph } from './graph.ts';
import { checkReachable, graphAt } from './graph.ts';
import { importBundle } from './import/importBundle.ts';
import { operate } from './operate.ts';
import { answerQuery } from './query.ts';
import { rebuildReadModel } from './rebuild.ts';
import { showStatus } from './status.ts';
import type { Terminal } from './terminal.ts';

type Action = (graph: Graph) => Promise<boolean>;

/**
 * Runs the command line (without node and script) and gives the exit code: 0 done, 1 refused or failed, 2 used wrongly.
 * Never throws for what a person or the system did wrong.
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const program = commands(terminal, async (action) => {
    exitCode = await action(graphAt(readConfig().endpoint)) ? 0 : 1;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    return codeFor(error, terminal);
  }
}

function commands(terminal: Terminal, act: (action: Action) => Promise<void>): Command {
  const program = new Command('xunlian')
    .description('Hands records to a running Xunlian system (XUNLIAN_URL, default http://localhost:4000) and asks it questions.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => { terminal.print(text.trimEnd()); }, writeErr: (text) => { terminal.complain(text.trimEnd()); } });
  program.command('import').argument('<folder>', 'folder with the CSV files of a bundle')
    .description('record a bundle and print every refused row')
    .action((folder: string) => act((graph) => importBundle(graph, terminal, folder)));
  program.command('export').argument('<folder>', 'new or empty folder').requiredOption('--office <code>', 'office whose records are written, with those of all offices below it')
    .description('write an office and all below it as a bundle')
    .action((folder: string, { office }: { office: string }) => act((graph) => exportBundle(graph, terminal, { folder, office })));
  program.command('query').argument('<file>', 'file with a GraphQL question').option('--variables <json>', 'its variables as a JSON object', '{}')
    .description('answer a GraphQL question as JSON')
    .action((file: string, { variables }: { variables: string }) => act(async (graph) => {
      await checkReachable(graph);
      return answerQuery(graph, terminal, { file, variables });
    }));
  program.command('status')
    .description('show services, facts not yet relayed, feed lag')
    .action(() => act(async (graph) => {
      await checkReachable(graph);
      return showStatus(graph, terminal);
    }));
  program.command('rebuild').argument('<service>', 'service that keeps it').argument('<read-model>', 'its name, as a refusal of another name lists them')
    .description('build anew what a service keeps of others\' records')
    .action((service: string, readModel: string) => act((graph) => rebuildReadModel(graph, terminal, { service, readModel })));
  addKafkaCommands(program, (words) => act(() => operate(terminal, 'kafka', words)));
  addDatabaseCommands(program, (words) => act(() => operate(terminal, 'databases', words)));
  return program;
}

function addKafkaCommands(program: Command, act: (words: readonly string[]) => Promise<void>): void {
  program.command('topics').addArgument(new Argument('<what>', 'apply: make them; acl: print the rights services need').choices(['apply', 'acl'])).option('--dry-run', 'say what would be made')
    .description('manage the topics of the Kafka cluster at KAFKA_BROKERS')
    .action((what: string, { dryRun }: { dryRun?: boolean }) => act(['topics', what, ...(dryRun ? ['--dry-run'] : [])]));
  program.command('dead-letters').addArgument(new Argument('<what>', 'what to do with them').choices(['list', 'show', 'retry', 'drop'])).argument('[letter]', 'topic/partition/offset, as the list has it')
    .addOption(new Option('--service <name>', 'of one service alone').choices(hearers))
    .description('manage events that a service could not take')
    .action((what: string, letter: string | undefined, { service }: { service?: string }) => act(['dead-letters', what, letter ?? '', ...(service ? ['--service', service] : [])]));
}

function addDatabaseCommands(program: Command, act: (words: readonly string[]) => Promise<void>): void {
  program.command('backup').argument('<folder>', 'new or empty folder')
    .description('write what the services hold at this moment, while they go on, from the MongoDB at MONGODB_URI or of the system in DATA_DIR')
    .action((folder: string) => act(['backup', folder]));
  program.command('restore').argument('<folder>', 'folder of a backup')
    .description('write a backup into the empty databases at MONGODB_URI or of the system in DATA_DIR')
    .action((folder: string) => act(['restore', folder]));
}

function codeFor(error: unknown, terminal: Terminal): number {
  // Commander has written its own message by then; help that was asked for is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CommandFailure) {
    terminal.complain(error.message);
    return error.exitCode;
  }
  if (error instanceof GraphError) terminal.complain(`The system refused: ${error.message}`);
  else terminal.complain(`Something went wrong in this command: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
}
