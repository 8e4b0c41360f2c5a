// Starts a PostgreSQL and migrates it for the code generator, unless nothing it depends on has changed.
import io.zkpersona.embedded.EmbeddedPostgres
import java.nio.file.Files
import java.security.MessageDigest
import org.flywaydb.core.Flyway

def generated = new File(project.properties['codegen.directory'])
def migrations = new File(project.properties['codegen.migrations'])
def checksums = new File(project.properties['codegen.resources'], 'zkpersona-migrations.properties')

// What the generated classes follow from: the migrations, and the POMs with their type mapping.
def inputs = migrations.listFiles({ file -> file.name.endsWith('.sql') } as FileFilter).sort { it.name }
inputs += [project.file, new File(project.basedir, '../pom.xml')]
def digest = MessageDigest.getInstance('SHA-256')
inputs.each { file ->
    digest.update(file.name.bytes)
    digest.update(Files.readAllBytes(file.toPath()))
}
def hash = digest.digest().encodeHex().toString()
def hashFile = new File(project.build.directory, 'codegen.sha256')

if (generated.directory && checksums.file && hashFile.file && hashFile.text == hash) {
    log.info('the generated tables are up to date; no server is started')
    project.properties['jooq.codegen.skip'] = 'true'
    project.addCompileSourceRoot(generated.path)
    return
}

hashFile.delete()
def server = EmbeddedPostgres.start()
try {
    def url = server.jdbcUrl('postgres')
    def flyway = Flyway.configure()
        .dataSource(url, null, null)
        .locations('filesystem:' + migrations.path)
        .schemas('zkpersona')
        .table('zkpersona_schema_history')
        .load()
    flyway.migrate()
    // By which a schema that lacks nothing is known without Flyway.
    checksums.parentFile.mkdirs()
    checksums.text = flyway.info().applied()
        .findAll { it.version != null }
        .collect { "${it.version.version}=${it.checksum}\n" }
        .join()
    project.properties['codegen.jdbcUrl'] = url
    project.setContextValue('codegen.server', server)
    project.setContextValue('codegen.hash', hash)
} catch (Throwable failure) {
    server.close()
    throw failure
}
