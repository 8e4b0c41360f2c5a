/** What a running database manager tells about itself. */
@NullMarked
package io.zkpersona.storage.health;

import org.jspecify.annotations.NullMarked;
