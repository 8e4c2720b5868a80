/** The layer {@code gaussian_noise}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.gaussiannoise;

import org.osgi.annotation.versioning.Version;
