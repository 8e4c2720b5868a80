/** The contract of gradient transforms. */
@Version("0.1.0")
package org.fascicle.api.transform;

import org.osgi.annotation.versioning.Version;
