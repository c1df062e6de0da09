// For mongosh, at the network address of mongo-1: one replica set of three, a user for each service, and one for
// backups. Whatever is there already stays; passwords and roles become what they are here.
const passwords = new Map(process.env.MONGO_PASSWORDS.split(',').map((pair) => pair.split('=')));
const members = (process.env.MONGO_MEMBERS ?? 'mongo-1:27017,mongo-2:27017,mongo-3:27017').split(',');
const port = members[0].split(':')[1];

// The set begins with one member, which is then its primary for certain: the first user can be made only there, and only
// from the machine itself.
const first = connect(`mongodb://127.0.0.1:${port}/?directConnection=true`).getSiblingDB('admin');
if (!first.hello().setName) first.adminCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: members[0] }] } });
// While it is alone it must be the one that takes writes; later it is enough that one of them does.
const isUp = ({ isWritablePrimary, primary, hosts }) => isWritablePrimary || (primary !== undefined && hosts.length > 1);
for (let tries = 0; !isUp(first.hello()); tries += 1) {
  if (tries === 60) throw new Error('The replica set has no primary.');
  sleep(500);
}
if (!signsIn()) first.createUser({ user: 'root', pwd: passwords.get('root'), roles: ['root'] });

const uri = `mongodb://root:${passwords.get('root')}@${members.join(',')}/admin?replicaSet=rs0&authSource=admin`;
const admin = connect(uri).getSiblingDB('admin');
for (const host of members) join(host);
defineObserver();
for (const [user, password] of passwords) if (user !== 'root') allow(user, password);
print('The replica set and its users are as they should be.');

function signsIn() {
  try {
    return Boolean(first.auth('root', passwords.get('root')));
  } catch {
    return false;
  }
}

/** Adds a member; the set takes one at a time, and the next only when the last one is known to most. */
function join(host) {
  for (let tries = 0; ; tries += 1) {
    const { config } = admin.adminCommand({ replSetGetConfig: 1 });
    if (config.members.some((member) => member.host === host)) return;
    const next = { _id: Math.max(...config.members.map(({ _id }) => _id)) + 1, host };
    try {
      admin.adminCommand({ replSetReconfig: { ...config, version: config.version + 1, members: [...config.members, next] } });
    } catch (error) {
      if (tries === 60) throw error;
      sleep(1000);
    }
  }
}

function allow(user, password) {
  const roles = user === 'backup' ? rolesOfBackup() : rolesOfService(user);
  if (admin.getUser(user)) admin.updateUser(user, { pwd: password, roles });
  else admin.createUser({ user, pwd: password, roles });
}

/** A service reads, follows and writes its own database alone, and sees of the server how far back it remembers changes. */
function rolesOfService(service) {
  return [{ role: 'readWrite', db: `xunlian_${service}` }, { role: 'observer', db: 'admin' }];
}

/** A backup reads, and a restore writes, the databases of all services that own records: of all but insight. */
function rolesOfBackup() {
  const owners = [...passwords.keys()].filter((user) => !['root', 'backup', 'insight'].includes(user));
  return owners.map((service) => ({ role: 'readWrite', db: `xunlian_${service}` }));
}

function defineObserver() {
  const privileges = [{ resource: { cluster: true }, actions: ['serverStatus'] }];
  if (admin.getRole('observer')) admin.updateRole('observer', { privileges, roles: [] });
  else admin.createRole({ role: 'observer', privileges, roles: [] });
}
