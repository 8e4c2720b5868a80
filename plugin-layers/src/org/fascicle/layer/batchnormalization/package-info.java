/** The layer {@code batch_normalization}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.batchnormalization;

import org.osgi.annotation.versioning.Version;
