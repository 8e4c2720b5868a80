/** The layer {@code time_distributed}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.timedistributed;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
