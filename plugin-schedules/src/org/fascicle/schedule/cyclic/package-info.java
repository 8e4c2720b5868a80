/** The schedule {@code cyclic}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.schedule.cyclic;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
