/** The optimizer {@code ftrl}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.optimizer.ftrl;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
