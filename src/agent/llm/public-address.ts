import { BlockList, isIP } from 'node:net'

/**
 * Whether an IP address may belong to somebody on the internet: not one of this machine, of a private network, of a link, of
 * many at once, or set aside for another purpose. Of IPv6 only what is given out for the internet (2000::/3), without what
 * holds an address of IPv4.
 * (https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry)
 */
export function isPublicAddress(address: string): boolean {
  const version = isIP(address)
  if (version === 4) return !setAside.check(address, 'ipv4')
  return version === 6 && internet.check(address, 'ipv6') && !setAside.check(address, 'ipv6')
}

const internet = new BlockList()
internet.addSubnet('2000::', 3, 'ipv6')

const setAside = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  setAside.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  setAside.addSubnet(network, prefix, 'ipv6')
}
