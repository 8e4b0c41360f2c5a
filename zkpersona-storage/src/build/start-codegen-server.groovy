// Starts a PostgreSQL and migrates it for the code generator, unless nothing it depends on has changed.
import io.zkpersona.embedded.EmbeddedPostgres
import java.nio.file.Files
import java.security.MessageDigest
import org.flywaydb.core.Flyway

def generated = new File(project.properties['codegen.directory'])
def migrations = new File(project.properties['codegen.migrations'])
def checksums = new File(project.properties['codegen.resources'], 'zkpersona-migrations.properties')
def objects = new File(project.properties['codegen.resources'], 'zkpersona-schema.txt')

// What the generated files follow from: the migrations, the configuration with the forced types, the POMs, and this script.
def inputs = migrations.listFiles({ file -> file.name ==~ /V.*\.sql/ } as FileFilter).sort { it.name }
inputs += [project.file, new File(project.basedir, '../pom.xml'), new File(project.properties['codegen.forcedTypes']),
    new File(project.basedir, 'src/build/jooq.xml'), new File(project.basedir, 'src/build/start-codegen-server.groovy')]
def digest = MessageDigest.getInstance('SHA-256')
inputs.each { file ->
    digest.update(file.name.bytes)
    digest.update(Files.readAllBytes(file.toPath()))
}
def hash = digest.digest().encodeHex().toString()
def hashFile = new File(project.build.directory, 'codegen.sha256')

if (generated.directory && checksums.file && objects.file && hashFile.file && hashFile.text == hash) {
    log.info('the generated tables are up to date; no server is started')
    project.properties['jooq.codegen.skip'] = 'true'
    project.addCompileSourceRoot(generated.path)
    return
}

hashFile.delete()
def server = EmbeddedPostgres.start()
try {
    def url = server.jdbcUrl('postgres')
    def flyway = { target ->
        Flyway.configure()
            .dataSource(url, null, null)
            .locations('filesystem:' + migrations.path)
            .schemas('zkpersona')
            .table('zkpersona_schema_history')
            .target(target)
            .load()
    }
    // Each migration by itself, to note which one made each object: an adopted database need not have what is older
    // than its baseline.
    def since = [:]
    def present = []
    flyway('latest').info().pending().each { migration ->
        flyway(migration.version.version).migrate()
        present = objectsOf(flyway('latest').configuration.dataSource)
        present.each { since.putIfAbsent(it, migration.version.version) }
    }
    objects.parentFile.mkdirs()
    // By which a schema that lacks something is known.
    objects.text = present.collect { "${since[it]} ${it}\n" }.join()
    // By which a schema that lacks nothing is known without Flyway.
    checksums.text = flyway('latest').info().applied()
        .findAll { it.version != null }
        .collect { "${it.version.version}=${it.checksum} ${it.description}\n" }
        .join()
    project.properties['codegen.jdbcUrl'] = url
    project.setContextValue('codegen.server', server)
    project.setContextValue('codegen.hash', hash)
} catch (Throwable failure) {
    server.close()
    throw failure
}

// Tables, columns, constraints, indexes, triggers and functions, as "kind table name"; a function has none, unless it
// is named for one and made for it. NOT NULL
// is left out: it is a constraint with a name from PostgreSQL 18 on only.
List<String> objectsOf(javax.sql.DataSource dataSource) {
    def found = []
    dataSource.connection.withCloseable { connection ->
        def rows = connection.createStatement().executeQuery('''
            WITH tables AS (
              SELECT oid, relname FROM pg_class
              WHERE relnamespace = 'zkpersona'::regnamespace AND relkind IN ('r', 'p')
                AND relname <> 'zkpersona_schema_history')
            SELECT 1, 'table ' || relname || ' ' || relname FROM tables
            UNION ALL SELECT 2, 'column ' || relname || ' ' || attname
            FROM tables JOIN pg_attribute ON attrelid = tables.oid WHERE attnum > 0 AND NOT attisdropped
            UNION ALL SELECT 3, 'constraint ' || relname || ' ' || conname
            FROM tables JOIN pg_constraint ON conrelid = tables.oid WHERE contype IN ('p', 'u', 'f', 'c', 'x')
            UNION ALL SELECT 4, 'index ' || tables.relname || ' ' || i.relname
            FROM tables JOIN pg_index ON indrelid = tables.oid JOIN pg_class AS i ON i.oid = indexrelid
            UNION ALL SELECT 5, 'trigger ' || relname || ' ' || tgname
            FROM tables JOIN pg_trigger ON tgrelid = tables.oid WHERE NOT tgisinternal
            UNION ALL SELECT DISTINCT 6, 'function ' || coalesce(relname, '-') || ' ' || proname
            FROM pg_proc LEFT JOIN tables ON proname IN ('changes_of_' || relname, 'changes_version_of_' || relname)
            WHERE pronamespace = 'zkpersona'::regnamespace
            ORDER BY 1, 2''')
        while (rows.next()) {
            found << rows.getString(2)
        }
    }
    return found
}
