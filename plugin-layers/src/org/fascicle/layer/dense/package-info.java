/** The layer {@code dense}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.dense;

import org.osgi.annotation.versioning.Version;
