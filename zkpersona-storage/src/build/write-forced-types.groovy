// Writes jOOQ's forced types, which follow from the names of the domain's types. VerificationStatus is the type of
//  - every column verification_status;
//  - a column status in a table whose name begins or ends with "verification", such as verification_attempts.
// So UserId is the type of user_id and of users.id, SessionStatus of behavior_sessions.status. An id is never that of a
// table that merely begins or ends with the word.
//
// A type counts if it has fromValue(String) and value(), or of or ofBytes(byte[]) and bytes(), or is a record of one
// value. Types by other rules are in jooq.xml.

// Columns that are named otherwise than the type they store.
def named = [
    ActorId: ['[cm]id', 'granted_by'],
    ChangeOperation: ['changes_batch\\.operation'],
    ChangedEntity: ['changes(_batch)?\\.entity', 'changes_tracked\\.entity'],
    EmailAddress: ['users\\.email'],
    ProofProtocol: ['circuits\\.protocol'],
    RefreshTokenId: ['rotated_from_id'],
    SessionText: ['behavior_inputs\\.session_id'],
]

// Columns that are named like a type but keep the database's.
def plain = [
    // Only functions in the database read these.
    'reputation_(changes|counts|standings)\\.scoring_(category|period)',
    // A transaction that somebody else sent; the type is a sponsored one's.
    '(zk_proofs|verification_attempts)\\.transaction_hash',
    // In the spelling of the message to sign, which may be a bare number.
    'wallet_challenges\\.chain_id',
]

// The functions from and to the database's type, or null for a type that no column stores.
def conversion = { String type, String source ->
    def read = source =~ /public static ${type} (?:(fromValue)\(String|(of|ofBytes)\(byte\[\]) /
    if (read) {
        return read[0][1] ? ['fromValue', 'value'] : [read[0][2], 'bytes']
    }
    source =~ /public record ${type}\((UUID|String|long) value\)/ ? ['new', 'value'] : null
}

def columns = { String type ->
    def words = type.split('(?=[A-Z])')*.toLowerCase()
    def last = words.size() - 1
    def parts = last == 0 ? [] : words.last() == 'id' ? [last] : 1..last
    [words.join('_')] + parts.collect { at ->
        def table = words.take(at).join('_')
        def tables = words.last() == 'id' ? "${table}s" : "(${table}_.*|(.*_)?${table}s)"
        "${tables}\\.${words.drop(at).join('_')}"
    } + (named[type] ?: [])
}

def root = new File(project.basedir, '../zkpersona-domain/src/main/java')
def sources = []
root.eachFileRecurse { if (it.name.endsWith('.java')) sources << it }
def forced = sources.sort { it.path }.collect { file ->
    def type = file.name - '.java'
    def functions = conversion(type, file.text)
    if (functions == null) {
        return ''
    }
    def qualified = root.toPath().relativize(file.toPath()).toString().replaceAll('[/\\\\]', '.') - '.java'
    """\
        <forcedType>
          <userType>${qualified}</userType>
          <lambdaConverter>
            <from>${qualified}::${functions[0]}</from>
            <to>${qualified}::${functions[1]}</to>
          </lambdaConverter>
          <includeExpression>${columns(type).collect { ".*\\.${it}" }.join('|')}</includeExpression>
          <excludeExpression>${plain.collect { ".*\\.${it}" }.join('|')}</excludeExpression>
        </forcedType>
"""
}
def written = new File(project.properties['codegen.forcedTypes'])
written.parentFile.mkdirs()
written.setText("""\
<?xml version="1.0" encoding="UTF-8"?>
<configuration xmlns="http://www.jooq.org/xsd/jooq-codegen-3.19.0.xsd">
  <generator>
    <database>
      <forcedTypes>
${forced.join()}\
      </forcedTypes>
    </database>
  </generator>
</configuration>
""", 'UTF-8')
