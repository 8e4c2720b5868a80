/** The layer {@code batch_normalization}, a bundle of its own. */
@NullMarked
@Version("1.1.0")
package org.fascicle.layer.batchnormalization;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
