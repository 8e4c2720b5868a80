/** The optimizer {@code lion}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.optimizer.lion;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
