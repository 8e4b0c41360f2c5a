/** The package in which Flyway looks for an application's callbacks. */
@NullMarked
package db.callback;

import org.jspecify.annotations.NullMarked;
