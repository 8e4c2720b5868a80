/** The layer {@code concatenate}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.concatenate;

import org.osgi.annotation.versioning.Version;
