/** The schedule {@code cosine}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.schedule.cosine;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
