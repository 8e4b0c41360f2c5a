/** The feed: what it delivers, to whom, how often and in which order. */
@NullMarked
package io.zkpersona.storage.change.feed;

import org.jspecify.annotations.NullMarked;
