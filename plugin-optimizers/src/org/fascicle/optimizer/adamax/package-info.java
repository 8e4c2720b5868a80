/** The optimizer {@code adamax}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.optimizer.adamax;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
