/** The layer {@code flatten}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.flatten;

import org.osgi.annotation.versioning.Version;
