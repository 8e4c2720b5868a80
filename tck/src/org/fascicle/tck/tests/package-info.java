/** Tests of the conformance kit. */
package org.fascicle.tck.tests;
