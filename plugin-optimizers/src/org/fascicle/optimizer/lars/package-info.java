/** The optimizer {@code lars}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.optimizer.lars;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
