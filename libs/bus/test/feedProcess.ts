import { clueTopic } from '@xunlian/events';
import mongoose from 'mongoose';
import { localKafka, openBus } from '../src/index.ts';
import { memory } from './memory.ts';

// A feed in a process of its own, to be killed: brokers, prefix, name of the instance.
const [brokers = '', prefix = '', instance = ''] = process.argv.slice(2);
const client = new mongoose.mongo.MongoClient('mongodb://127.0.0.1');
const bus = await openBus({ client, databaseOf: String, service: 'rectification', kafka: { ...localKafka(brokers, prefix), instance }, alone: false });
bus.subscribe([clueTopic], memory().projection);
