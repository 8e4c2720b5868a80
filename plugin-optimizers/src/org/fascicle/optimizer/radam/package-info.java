/** The optimizer {@code radam}, a bundle of its own. */
@NullMarked
@Version("2.0.0")
package org.fascicle.optimizer.radam;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
