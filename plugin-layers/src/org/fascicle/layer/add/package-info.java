/** The layer {@code add}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.add;

import org.osgi.annotation.versioning.Version;
