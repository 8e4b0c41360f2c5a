/** Time: deadlines, pauses between attempts, the progress of long calls, and threads that wait. */
@NullMarked
package io.zkpersona.storage.internal.time;

import org.jspecify.annotations.NullMarked;
