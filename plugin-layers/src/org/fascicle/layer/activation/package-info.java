/** The layer {@code activation}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.activation;

import org.osgi.annotation.versioning.Version;
