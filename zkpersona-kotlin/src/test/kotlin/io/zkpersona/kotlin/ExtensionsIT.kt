package io.zkpersona.kotlin

import io.zkpersona.domain.id.UserId
import io.zkpersona.domain.user.User
import io.zkpersona.domain.user.UserStatus
import io.zkpersona.domain.user.Username
import io.zkpersona.embedded.EmbeddedPostgres
import io.zkpersona.storage.DatabaseManager
import io.zkpersona.storage.config.DatabaseConfig
import io.zkpersona.storage.repository.UserRepository
import io.zkpersona.storage.transaction.Isolation
import io.zkpersona.storage.transaction.TransactionOptions
import java.io.IOException
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatThrownBy
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test

class ExtensionsIT {

    private val users: UserRepository = database.repositories().users()

    @BeforeEach
    fun startEmpty() {
        users.deleteEverything()
    }

    private fun named(name: String): User = user { username(Username.of(name)) }

    @Test
    fun aTransactionReturnsAValueNullOrNothing() {
        val ada: User = database.transaction { tx -> tx.users().save(named("ada")) }
        val nobody: User? = database.transaction { tx -> tx.users().findByIdOrNull(UserId.generate()) }
        database.transaction { tx -> tx.users().softDelete(ada.id()) }

        assertThat(nobody).isNull()
        assertThat(users.getById(ada.id()).status()).isEqualTo(UserStatus.DELETED)
    }

    @Test
    fun anExceptionUndoesTheTransactionAndComesThrough() {
        assertThatThrownBy {
            database.transaction { tx ->
                tx.users().save(named("ada"))
                throw IOException("out of paper")
            }
        }.isExactlyInstanceOf(IOException::class.java).hasMessage("out of paper")

        assertThat(users.count()).isZero()
    }

    @Test
    fun optionsApplyAndANestedBlockIsASavepoint() {
        val options = TransactionOptions.defaults().isolation(Isolation.SERIALIZABLE)
        val level = database.transaction(options) { tx ->
            tx.users().save(named("ada"))
            runCatching {
                tx.transaction { inner ->
                    inner.users().save(named("bob"))
                    error("changed my mind")
                }
            }
            tx.withConnection { connection -> connection.transactionIsolation }
        }

        assertThat(level).isEqualTo(java.sql.Connection.TRANSACTION_SERIALIZABLE)
        assertThat(users.findAll().map { it.username()?.value() }).containsExactly("ada")
    }

    @Test
    fun absenceIsNullOrFalse() {
        val ada = users.save(named("ada"))

        assertThat(users.findByIdOrNull(ada.id())).isEqualTo(ada)
        assertThat(ada.id() in users).isTrue()
        assertThat(UserId.generate() in users).isFalse()
    }

    @Test
    fun sequencesAreSavedAndReadAndTheirConnectionIsReturned() {
        val result = users.saveAll(generateSequence(1) { it + 1 }.take(250).map { named("name$it") })
        assertThat(result.inserted()).isEqualTo(250)
        val stored = users.findAll()
        assertThat(users.insertAbsent(stored.asSequence() + named("other")).inserted()).isOne()

        // The pool has one connection: a stream that kept it would leave none for the next call.
        val first = users.useAll { all -> all.map { it.username()?.value() }.first() }
        assertThat(first).isNotNull()
        val active = users.useMatching(userFilter { status(UserStatus.ACTIVE) }) { it.count() }
        assertThat(active).isEqualTo(251)
        assertThatThrownBy { users.useAll { error("stopped") } }.hasMessage("stopped")
        assertThat(users.count()).isEqualTo(251)
    }

    companion object {
        private val server = EmbeddedPostgres.start()
        private val database: DatabaseManager =
            DatabaseManager.open(DatabaseConfig.builder().databaseUrl(server.url()).maxConnections(1).build())

        @JvmStatic
        @AfterAll
        fun close() {
            database.close()
            server.close()
        }
    }
}
