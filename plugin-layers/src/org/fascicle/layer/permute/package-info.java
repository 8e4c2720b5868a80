/** The layer {@code permute}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.permute;

import org.osgi.annotation.versioning.Version;
