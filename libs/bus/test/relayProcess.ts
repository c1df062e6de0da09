import mongoose from 'mongoose';
import { localKafka, openBus } from '../src/index.ts';

// A relay in a process of its own, to be killed: brokers, prefix, MongoDB, database prefix.
const [brokers = '', prefix = '', uri = '', dbPrefix = ''] = process.argv.slice(2);
const client = await new mongoose.mongo.MongoClient(uri).connect();
const bus = await openBus({ client, databaseOf: (name) => dbPrefix + name, service: 'findings', kafka: localKafka(brokers, prefix), alone: false });
bus.relay('findings');
process.stdout.write('relay runs\n');
