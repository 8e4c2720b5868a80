/** The layer {@code embedding}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.layer.embedding;

import org.osgi.annotation.versioning.Version;
