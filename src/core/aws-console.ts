/** Where the console of AWS is for a region, which in China is another partition's. */
export function awsConsole(region: string): string {
  return region.startsWith('cn-')
    ? `https://${region}.console.amazonaws.cn`
    : `https://${region}.console.aws.amazon.com`
}
