/** The schedule {@code cosine_restarts}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.schedule.cosinerestarts;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
