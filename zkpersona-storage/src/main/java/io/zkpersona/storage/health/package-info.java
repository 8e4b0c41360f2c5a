/** What a running database manager tells about itself. */
package io.zkpersona.storage.health;
