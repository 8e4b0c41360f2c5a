package consumer

import extensions
import io.zkpersona.domain.user.CreateUserRequest
import io.zkpersona.domain.user.User
import io.zkpersona.domain.user.Username
import io.zkpersona.domain.user.WalletAddress
import io.zkpersona.embedded.EmbeddedPostgres
import io.zkpersona.storage.DatabaseManager
import io.zkpersona.storage.config.DatabaseConfig
import io.zkpersona.storage.transaction.Isolation
import io.zkpersona.storage.transaction.TransactionOptions
import java.io.IOException

private val WALLET = WalletAddress.of("0x52908400098527886E0F7030069857D2E4169EE7")

fun main() {
    EmbeddedPostgres.start().use { server ->
        val config = DatabaseConfig.builder().databaseUrl(server.url()).build()
        DatabaseManager.open(config).use { database ->
            blocksGiveAValueOrNone(database)
            functionsChangeWhatIsStored(database)
            whatIsThrownUndoesTheBlock(database)
            extensions(database)
        }
    }
    println("kotlin: values, blocks and a rollback of both")
}

/** No call names a type argument. */
private fun blocksGiveAValueOrNone(database: DatabaseManager) {
    database.inTransaction { tx -> tx.users().getOrCreateByWalletAddress(WALLET) }
    database.inTransaction { tx ->
        for (name in listOf("ada", "bob")) {
            tx.users().create(CreateUserRequest.builder().username(Username(name)).build())
        }
    }

    val count: Long = database.callInTransaction { tx -> tx.users().count() }
    check(count == 3L) { "$count users" }
    val nobody: User? =
        database.callInTransaction { tx -> tx.users().findByUsername("eve").orElse(null) }
    check(nobody == null)
    val username: Username? =
        database.repositories().users().findByWalletAddress(WALLET).orElseThrow().username()
    check(username == null)

    val options = TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE).retries(3)
    database.inTransaction(options) { tx ->
        tx.inTransaction { inner -> check(inner.users().count() == 3L) }
    }
    val names = database.callInTransaction(options) { tx -> tx.users().findAll().map { it.username()?.value() } }
    check(names.toSet() == setOf(null, "ada", "bob")) { "names: $names" }
    check(database.withConnection { connection -> connection.isValid(10) })
}

/** A lambda picks the update by id, and its parameter is not nullable. */
private fun functionsChangeWhatIsStored(database: DatabaseManager) {
    val users = database.repositories().users()
    val ada: User = users.findByUsername("ada").orElseThrow()

    val renamed: User = users.update(ada.id()) { it.withUsername(Username.of("ada lovelace")) }
    check(renamed.username()?.value() == "ada lovelace")
    val cleared: User = users.update(ada.id()) { stored -> stored.withUsername(null) }
    check(cleared.username() == null)
    val copy: User = users.update(cleared.withUsername(Username.of("ada")))
    check(copy.username() == ada.username())
}

private fun whatIsThrownUndoesTheBlock(database: DatabaseManager) {
    database.withConnection { it.createStatement().execute("CREATE TABLE orders (id int PRIMARY KEY)") }
    val thrown =
        runCatching {
            database.inTransaction { tx ->
                tx.withConnection { it.createStatement().executeUpdate("INSERT INTO orders VALUES (1)") }
                tx.users().create(CreateUserRequest.builder().username(Username("eve")).build())
                throw IOException("out of paper")
            }
        }.exceptionOrNull()

    check(thrown is IOException && thrown.message == "out of paper") { "thrown: $thrown" }
    check(database.repositories().users().findByUsername("eve").isEmpty)
    check(database.withConnection { !it.createStatement().executeQuery("SELECT FROM orders").next() })
}
