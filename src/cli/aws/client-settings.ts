/**
 * What every AWS client of the command line has in common. Credentials and endpoint come from where the AWS CLI takes
 * them, read by the SDK itself: environment, profiles, logins; AWS_ENDPOINT_URL.
 * @param region of the stage; absent: that of the environment or the profile
 */
export function clientSettings(region: string | undefined) {
  return {
    ...(region === undefined ? {} : { region }),
    // A person waits: longer than a Lambda would, and not for ever.
    maxAttempts: 5,
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true },
  }
}
