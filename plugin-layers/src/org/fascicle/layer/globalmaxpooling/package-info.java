/** The layer {@code global_max_pooling}, a bundle of its own. */
@NullMarked
@Version("1.0.0")
package org.fascicle.layer.globalmaxpooling;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
