/** The layer {@code global_average_pooling}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.globalaveragepooling;

import org.osgi.annotation.versioning.Version;
