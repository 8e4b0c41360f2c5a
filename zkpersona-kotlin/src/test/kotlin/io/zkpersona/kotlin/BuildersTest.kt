package io.zkpersona.kotlin

import io.zkpersona.domain.behavior.BehaviorSource
import io.zkpersona.domain.user.User
import java.net.URI
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test

class BuildersTest {

    @Test
    fun aBlockSetsComponentsAndLeavesTheOthersAtTheirDefaults() {
        assertThat(behaviorInputFilter { source(BehaviorSource.API).processed(false) })
            .isEqualTo(
                io.zkpersona.domain.behavior.BehaviorInputFilter.builder()
                    .source(BehaviorSource.API)
                    .processed(false)
                    .build(),
            )
        assertThat(paginationParams { limit(3) }.limit()).isEqualTo(3)
    }

    /** Finds a builder that is added to the domain later. */
    @Test
    fun everyBuilderOfTheDomainHasAFunction() {
        val functions = Class.forName("io.zkpersona.kotlin.BuildersKt").methods.map { it.name }
        val builders =
            classes()
                .filter { it.endsWith("Builder.class") && !it.endsWith("GenerateBuilder.class") }
                .map { Class.forName(it.removeSuffix("Builder.class").replace('/', '.')) }
                .filter { type -> type.methods.any { it.name == "builder" && it.parameterCount == 0 } }
                .map { it.simpleName }

        assertThat(builders).hasSizeGreaterThan(30)
        assertThat(functions).containsAll(builders.map { it.replaceFirstChar(Char::lowercase) })
    }

    private fun classes(): List<String> {
        val location: URI = User::class.java.protectionDomain.codeSource.location.toURI()
        val path = Path.of(location)
        return if (Files.isDirectory(path)) names(path) else FileSystems.newFileSystem(path).use { names(it.getPath("/")) }
    }

    private fun names(root: Path): List<String> =
        Files.walk(root).use { files -> files.map { root.relativize(it).toString() }.toList() }
}
