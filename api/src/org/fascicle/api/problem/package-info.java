/** Problems with what a user gave, worded for that user. */
@Version("0.1.0")
package org.fascicle.api.problem;

import org.osgi.annotation.versioning.Version;
