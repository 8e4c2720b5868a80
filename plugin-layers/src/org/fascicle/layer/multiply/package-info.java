/** The layer {@code multiply}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.multiply;

import org.osgi.annotation.versioning.Version;
