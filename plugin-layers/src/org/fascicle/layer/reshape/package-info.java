/** The layer {@code reshape}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.reshape;

import org.osgi.annotation.versioning.Version;
