import mongoose from 'mongoose';
import { openBus } from '../src/index.ts';

// A relay in a process of its own, to be killed: brokers, prefix, MongoDB, database prefix.
const [brokers = '', prefix = '', uri = '', dbPrefix = ''] = process.argv.slice(2);
const client = await new mongoose.mongo.MongoClient(uri).connect();
const bus = await openBus({ client, databaseOf: (name) => dbPrefix + name, service: 'findings', kafka: { brokers: [brokers], prefix, tls: false, sasl: null, instance: null }, alone: false });
bus.relay('findings');
process.stdout.write('relay runs\n');
