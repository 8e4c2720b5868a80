/** The loss {@code log_cosh}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.loss.logcosh;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
