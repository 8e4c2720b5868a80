/** The schedule {@code warmup}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.schedule.warmup;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
