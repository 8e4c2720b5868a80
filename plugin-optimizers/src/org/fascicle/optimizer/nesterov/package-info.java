/** The optimizer {@code nesterov}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.optimizer.nesterov;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
