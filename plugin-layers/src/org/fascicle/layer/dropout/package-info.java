/** The layer {@code dropout}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.dropout;

import org.osgi.annotation.versioning.Version;
