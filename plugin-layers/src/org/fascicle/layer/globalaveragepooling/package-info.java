/** The layer {@code global_average_pooling}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.globalaveragepooling;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
